"""What simulations and a doubtful record say of causes and parameters; shared by all answers."""
