"""How a call goes, searched for what may never happen."""

from hypothesis import given
from hypothesis import strategies as st

from selfcontact.voice.flow import (
    POLITICAL,
    Begin,
    Event,
    Exit,
    Gone,
    HangUp,
    Key,
    Listen,
    NoKey,
    Order,
    Play,
    Played,
    Record,
    Recorded,
    Silence,
    State,
    Wait,
    step,
)
from selfcontact.voice.script import Part

EVENTS = st.one_of(
    st.builds(Played, st.booleans()),
    st.builds(Key, st.sampled_from("0123456789*#")),
    st.just(NoKey()),
    st.just(Silence()),
    st.just(Gone()),
    st.builds(Recorded, st.booleans()),
)
STARTS = st.builds(State, languages=st.integers(1, 3), withheld=st.booleans(), silent=st.booleans())


def told(state: State, *events: Event) -> tuple[State, list[Order]]:
    """Take a call through events from its beginning."""
    state, orders = step(state, Begin())
    given_orders = list(orders)
    for event in events:
        state, orders = step(state, event)
        given_orders += orders
    return state, given_orders


def parts(orders: list[Order]) -> list[Part]:
    """Return what was played."""
    return [order.part for order in orders if isinstance(order, Play)]


def history(start: State, events: list[Event]) -> list[tuple[State, Event, State, tuple[Order, ...]]]:
    """Return every step of a call."""
    steps: list[tuple[State, Event, State, tuple[Order, ...]]] = []
    state = start
    for event in [Begin(), *events]:
        following, orders = step(state, event)
        steps.append((state, event, following, orders))
        state = following
    return steps


@given(STARTS, st.lists(EVENTS, max_size=40))
def test_the_message_is_never_played_before_a_greeting_was_heard_whole(start: State, events: list[Event]) -> None:
    greeted = False
    for before, event, _, orders in history(start, events):
        greeted = greeted or (before.part is Part.GREETING and event == Played(whole=True))
        assert greeted or Part.MESSAGE not in parts(list(orders))


@given(STARTS, st.lists(EVENTS, max_size=40))
def test_nothing_political_is_begun_once_the_silence_reigns(start: State, events: list[Event]) -> None:
    silent = start.silent
    for _, event, _, orders in history(start, events):
        silent = silent or isinstance(event, Silence | Gone)
        assert not silent or not set(parts(list(orders))) & set(POLITICAL)


@given(STARTS, st.lists(EVENTS, max_size=40))
def test_an_objection_is_written_once_at_most_and_only_after_two_nines(start: State, events: list[Event]) -> None:
    nines, done = 0, False
    for before, event, _, orders in history(start, events):
        nines = nines + 1 if event == Key("9") else 0 if isinstance(event, Key) else nines
        if Record() in orders:
            assert nines >= 2
            assert not start.withheld
            assert not done
        done = done or (before.wait is Wait.OBJECTION and event == Recorded(done=True))


@given(STARTS, st.lists(EVENTS, max_size=40))
def test_a_call_always_plays_waits_or_is_over(start: State, events: list[Event]) -> None:
    for _, _, state, _ in history(start, events):
        assert sum((state.part is not None, state.wait is not None, state.over)) == 1


@given(STARTS, st.lists(EVENTS, max_size=40))
def test_whatever_happened_a_caller_who_does_nothing_more_comes_to_the_end(start: State, events: list[Event]) -> None:
    state = history(start, events)[-1][2]
    for _ in range(20):
        done = {Wait.OBJECTION: Recorded(done=True)}.get(state.wait, NoKey()) if state.wait else Played()
        state, _ = step(state, done)
    assert state.over


@given(STARTS, st.lists(EVENTS, max_size=40))
def test_objected_is_told_only_when_it_is_written(start: State, events: list[Event]) -> None:
    for _, event, state, orders in history(start, events):
        if Part.OBJECTED in parts(list(orders)):
            assert event == Recorded(done=True)
            assert state.outcome is Exit.OBJECTED


def test_a_caller_who_only_listens_hears_everything_in_order() -> None:
    played = [Played()] * 4
    state, orders = told(State(), *played, NoKey(), Played())
    assert parts(orders) == [Part.GREETING, Part.MESSAGE, Part.NOTICE, Part.MENU, Part.GOODBYE]
    assert orders[-1] == HangUp()
    assert state.outcome is Exit.HEARD


def test_key_one_begins_again_at_the_message() -> None:
    _, orders = told(State(), *[Played()] * 3, Key("1"))
    assert parts(orders)[-1] is Part.MESSAGE


def test_key_one_during_the_greeting_does_not_skip_it() -> None:
    _, orders = told(State(), Key("1"))
    assert parts(orders) == [Part.GREETING]


def test_key_one_after_a_greeting_that_was_interrupted_begins_with_the_greeting() -> None:
    _, orders = told(State(), Key("0"), Key("1"))
    assert parts(orders) == [Part.GREETING, Part.RIGHTS, Part.GREETING]


def test_key_zero_says_the_rights_and_comes_back_to_the_menu() -> None:
    _, orders = told(State(), Played(), Key("0"), Played(), Played())
    assert parts(orders) == [Part.GREETING, Part.MESSAGE, Part.RIGHTS, Part.MENU]
    assert orders[-1] == Listen()


def test_key_two_speaks_the_other_language_from_the_greeting_and_back() -> None:
    _, orders = told(State(languages=2), Played(), Key("2"), Key("2"))
    assert orders == [Play(Part.GREETING, 0), Play(Part.MESSAGE, 0), Play(Part.GREETING, 1), Play(Part.GREETING, 0)]


def test_key_two_does_nothing_where_there_is_one_language() -> None:
    _, orders = told(State(languages=1), Played(), Key("2"))
    assert parts(orders) == [Part.GREETING, Part.MESSAGE]


def test_nine_then_another_key_objects_to_nothing() -> None:
    state, orders = told(State(), Key("9"), Played(), Key("3"))
    assert parts(orders)[-2:] == [Part.CONFIRM, Part.MENU]
    assert Record() not in orders
    assert state.outcome is Exit.LEFT


def test_nine_without_confirmation_in_time_objects_to_nothing() -> None:
    _, orders = told(State(), Key("9"), Played(), NoKey())
    assert parts(orders)[-1] is Part.MENU


def test_a_withheld_number_is_told_how_to_object_otherwise() -> None:
    _, orders = told(State(withheld=True), Key("9"), Key("9"))
    assert parts(orders) == [Part.GREETING, Part.WITHHELD, Part.WITHHELD]


def test_an_objection_that_could_not_be_written_is_said_to_be_so_and_may_be_tried_again() -> None:
    _, orders = told(State(), Key("9"), Key("9"), Recorded(done=False), Key("9"), Key("9"), Recorded(done=True))
    assert parts(orders)[1:] == [Part.CONFIRM, Part.FAILED, Part.CONFIRM, Part.OBJECTED]


def test_when_the_silence_starts_the_sentence_is_finished_and_the_neutral_words_follow() -> None:
    state, orders = told(State(), Played(), Silence(), Played(whole=False))
    assert [type(order).__name__ for order in orders[-2:]] == ["FinishSentence", "Play"]
    assert parts(orders) == [Part.GREETING, Part.MESSAGE, Part.NEUTRAL]
    assert state.outcome is Exit.SILENCE


def test_a_call_during_the_silence_hears_the_neutral_words_and_may_object() -> None:
    state, orders = told(State(silent=True), Key("1"), Key("9"), Key("9"), Recorded(done=True))
    assert parts(orders) == [Part.NEUTRAL, Part.NEUTRAL, Part.CONFIRM, Part.OBJECTED]
    assert state.outcome is Exit.OBJECTED
