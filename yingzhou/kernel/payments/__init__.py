"""Awards, and the month's money: computed, explained, approved, sent, answered, closed."""
