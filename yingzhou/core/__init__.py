"""The ground floor: time, money, encryption, audit, events, access. No word of the domain."""
