"""What the house shows to an authority of its processing: the record, the impact assessment, what is still missing."""
