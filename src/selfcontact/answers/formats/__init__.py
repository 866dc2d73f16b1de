"""The same answer in the forms that people and machines read. Pure: a document comes in, octets come out."""
