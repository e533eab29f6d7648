"""The ground floor: time, money, encryption, audit, events, access, tables. No word of the domain."""
