"""Work: mail in (SMTP, IMAP), mail out (outbox), triage."""
