"""The electoral silence on the telephone: to the second for whoever calls, to the sentence for whoever listens."""

from datetime import timedelta

import numpy as np
import pytest
from tests.voice.lab import NOON, Caller, Lab, codes, lab, offer
from tests.voice.world import LINE_NUMBER, Book, never, parts, recording, script

from selfcontact.voice.flow import Exit
from selfcontact.voice.prompt import Prompt
from selfcontact.voice.script import Part

#: Three sentences of two seconds, half a second of breath after each.
SENTENCES = np.concatenate([np.concatenate([recording(seed, 2.0), np.zeros(4000, np.int16)]) for seed in (1, 2, 3)])
MESSAGE = Prompt.of_pcm(SENTENCES)


def book(start: float) -> Book:
    """Return a line whose silence starts so many seconds after noon."""
    spoken = {language: parts(language) | {Part.MESSAGE: MESSAGE} for language in ("fr", "en")}
    begins = NOON + timedelta(seconds=start)
    return Book({LINE_NUMBER: script(parts=spoken, silent=lambda instant: instant >= begins)})


def now_playing(world: Lab) -> Part | None:
    """Return what the only call plays."""
    (call,) = world.board.calls.values()
    return call._state.part


def test_the_pauses_between_sentences_are_found() -> None:
    breaths = [frame / 50 for frame in MESSAGE.pauses]
    assert breaths == [pytest.approx(moment, abs=0.2) for moment in (2.1, 4.6, 7.1)]


def test_a_call_in_progress_ends_its_sentence_and_then_hears_the_neutral_words() -> None:
    # The greeting lasts 0.8 s; at 2.0 s the first sentence of the message has 0.8 s to go.
    with lab(book=book(start=2.0)) as world:
        Caller(world).call()
        world.sweep_for(2.4)
        assert now_playing(world) is Part.MESSAGE
        world.sweep_for(0.8)
        assert now_playing(world) is Part.NEUTRAL
        world.sweep_for(15)
        assert world.ended[0][2] is Exit.SILENCE


def test_to_the_second_a_new_call_hears_the_message_or_the_neutral_words() -> None:
    with lab(book=book(start=60.0)) as world:
        world.loop.pass_(59.9)
        Caller(world).call()
        assert now_playing(world) is Part.GREETING
        world.board.hang_up_all()
        world.loop.pass_(0.1)
        Caller(world).call()
        assert now_playing(world) is Part.NEUTRAL


def test_a_call_that_rings_when_the_silence_starts_hears_nothing_political() -> None:
    with lab(book=book(start=1.0), ring=2.0) as world:
        caller = Caller(world)
        caller.invite()
        world.sweep_for(2.2)
        caller.acknowledge()
        assert now_playing(world) is Part.NEUTRAL


def test_a_sentence_without_an_end_is_cut_all_the_same() -> None:
    endless = Prompt.of_pcm(recording(5, 60.0))
    spoken = parts() | {Part.MESSAGE: endless}
    begins = NOON + timedelta(seconds=2)
    shelf = Book({LINE_NUMBER: script(parts={"fr": spoken}, silent=lambda instant: instant >= begins)})
    with lab(book=shelf) as world:
        Caller(world).call()
        world.sweep_for(12.4)
        assert now_playing(world) is Part.NEUTRAL


def test_a_line_that_is_stopped_falls_silent_at_once_and_then_is_unknown() -> None:
    shelf = Book({LINE_NUMBER: script(silent=never)})
    with lab(book=shelf) as world:
        Caller(world).call()
        world.sweep_for(0.4)
        shelf.scripts.clear()
        assert codes(Caller(world).invite()) == [404]
        world.sweep_for(0.6)
        assert now_playing(world) is Part.NEUTRAL


def test_a_line_that_is_stopped_in_the_silence_does_not_wait_for_the_end_of_a_sentence() -> None:
    endless = {"fr": parts() | {Part.MESSAGE: Prompt.of_pcm(recording(5, 60.0))}}
    begins = NOON + timedelta(seconds=2)
    shelf = Book({LINE_NUMBER: script(parts=endless, silent=lambda instant: instant >= begins)})
    with lab(book=shelf) as world:
        Caller(world).call()
        world.sweep_for(4.0)
        assert now_playing(world) is Part.MESSAGE
        shelf.scripts.clear()
        world.sweep_for(1.0)
        assert now_playing(world) is Part.NEUTRAL


def test_a_long_message_of_a_line_that_is_stopped_does_not_wait_for_its_end() -> None:
    endless = {"fr": parts() | {Part.MESSAGE: Prompt.of_pcm(recording(5, 60.0))}}
    shelf = Book({LINE_NUMBER: script(parts=endless)})
    with lab(book=shelf) as world:
        Caller(world).call()
        world.sweep_for(2.0)
        assert now_playing(world) is Part.MESSAGE
        shelf.scripts.clear()
        world.sweep_for(1.0)
        assert now_playing(world) is Part.NEUTRAL


def test_a_line_that_closes_falls_silent_though_another_opens_on_its_number_at_that_second() -> None:
    shelf = Book({LINE_NUMBER: script(silent=never)})
    with lab(book=shelf) as world:
        Caller(world).call()
        world.sweep_for(0.4)
        shelf.scripts[LINE_NUMBER] = script(line="line-2")
        world.sweep_for(0.6)
        assert now_playing(world) is Part.NEUTRAL


def test_a_line_that_is_read_anew_goes_on() -> None:
    shelf = Book({LINE_NUMBER: script(silent=never)})
    with lab(book=shelf) as world:
        Caller(world).call()
        world.sweep_for(0.4)
        shelf.scripts[LINE_NUMBER] = script(silent=never)
        world.sweep_for(0.6)
        assert now_playing(world) is Part.MESSAGE


HELD = offer(more="a=sendonly\n")


@pytest.mark.parametrize("held_after", [1.0, 2.4])
def test_a_call_that_is_held_when_the_silence_comes_hears_the_neutral_words_when_it_is_resumed(
    held_after: float,
) -> None:
    # Before the silence, or within the sentence that it lets end at 2.8 s.
    with lab(book=book(start=2.0)) as world:
        caller = Caller(world)
        caller.call()
        world.sweep_for(held_after)
        assert codes(caller.invite(body=HELD)) == [200]
        caller.acknowledge()
        world.sweep_for(60)
        assert codes(caller.invite()) == [200]
        assert now_playing(world) is Part.NEUTRAL


def test_a_call_that_is_held_when_its_line_is_stopped_hears_the_neutral_words_when_it_is_resumed() -> None:
    shelf = Book({LINE_NUMBER: script(silent=never)})
    with lab(book=shelf) as world:
        caller = Caller(world)
        caller.call()
        world.sweep_for(1.0)
        assert codes(caller.invite(body=HELD)) == [200]
        caller.acknowledge()
        shelf.scripts.clear()
        world.sweep_for(60)
        assert codes(caller.invite()) == [200]
        assert now_playing(world) is Part.NEUTRAL


def test_a_notice_that_is_being_said_is_said_to_its_end() -> None:
    with lab(book=book(start=0.2)) as world:
        caller = Caller(world)
        caller.call()
        caller.press("0")
        world.sweep_for(0.4)
        assert now_playing(world) is Part.RIGHTS
        world.sweep_for(0.4)
        assert now_playing(world) is Part.NEUTRAL
