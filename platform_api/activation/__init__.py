"""From the letter to an account: redeeming, objecting, asking for another letter."""
