"""Asking other authorities about a person who agreed: connectors, consents, requests, answers.

What an answer means for a decision is not known here; who asked is a text (:attr:`Inquiry.about`).
"""
