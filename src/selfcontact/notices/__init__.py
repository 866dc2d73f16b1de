"""What we write to people, and to those whom the law has us tell: texts, versions of texts, what was sent and when."""
