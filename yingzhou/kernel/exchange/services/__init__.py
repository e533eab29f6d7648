"""Consents, inquiries, and sending what is due."""
