"""演示身份服务: a small OpenID Connect provider for the demo, in a process of its own.

It stands in for the city's identity service: real HTTP, real tokens, code flow with PKCE. It knows
only the invented people of the demo, listens on this machine alone and refuses to start elsewhere.
"""
