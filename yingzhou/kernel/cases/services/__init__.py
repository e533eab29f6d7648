"""What changes a case. Every step of every case goes through :func:`.advance.advance`."""
