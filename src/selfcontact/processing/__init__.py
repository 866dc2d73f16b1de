"""What the house shows to an authority of its processing, drawn from what runs: the record and the assessment."""
