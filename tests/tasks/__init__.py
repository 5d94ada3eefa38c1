"""The workshop: mail over a real SMTP server, the queue over a real store."""
