"""The carrier simulator: an SMPP 3.4 server that reaches no telephone, and says so."""

from selfcontact.sms.carrier.journal import Entry, Journal
from selfcontact.sms.carrier.run import run, serve
from selfcontact.sms.carrier.server import Carrier
from selfcontact.sms.carrier.settings import BANNER, CarrierSettings

__all__ = ["BANNER", "Carrier", "CarrierSettings", "Entry", "Journal", "run", "serve"]
