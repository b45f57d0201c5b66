"""Where can liver cancer go? Tables, models, figures and explorers behind the notebooks."""
