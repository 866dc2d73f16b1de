"""The same command line, as `python -m selfcontact`."""

from selfcontact.cli.main import run

if __name__ == "__main__":
    run()
