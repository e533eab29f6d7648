"""What is read about cases: rights, queues, pages, figures."""
