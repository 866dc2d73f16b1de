"""Country codes, and how a country's numbers are dialled at home, as libphonenumber has it."""

import phonenumbers
from phonenumbers import PhoneMetadata

#: What libphonenumber calls the codes that are no country's: free calls from everywhere, satellites.
WORLD = "001"


def is_country(code: str) -> bool:
    """Tell whether digits are the code of a country."""
    return code.isascii() and code.isdigit() and _region(code) != WORLD


def dials(code: str, *, prefix: str, digits: int) -> bool:
    """Tell whether numbers of that country are dialled at home with this prefix before so many digits."""
    if not is_country(code):
        return False
    known = PhoneMetadata.metadata_for_region(_region(code))
    if known is None or known.general_desc is None:
        return False
    return (not prefix or known.national_prefix == prefix) and digits in known.general_desc.possible_length


def _region(code: str) -> str:
    return str(phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(code), (WORLD,))[0])
