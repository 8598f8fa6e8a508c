"""Closed forms of published models: pure functions of arrays, importing numpy and scipy only.

One file a model; each says its paper, equation and units. Arguments broadcast, so that one call
serves all replicates; wrong arguments raise ValueError.

- global_game: thresholds of regime change, fall probability, learning (Morris-Shin; AHP)
- manipulation: hidden propaganda (Edmond)
- two_sided_game: opponents and adherents (Tyson-Smith)
- public_signal: protest as a signal for elites (Casper-Tyson)
- loyalty: whom the organs follow
- persuasion: a claim that must persuade (Kamenica-Gentzkow)
- source_credibility: beliefs in claims and in who makes them (Gentzkow-Shapiro)
- substitution: nonviolent and violent dissent (Lichbach)
- protester_violence: violence and the next protest (Steinert-Threlkeld, Chan, Joo)
- selectorate: rents of the winning coalition (Bueno de Mesquita et al.)
- succession: heirs, survival, the court (Svolik; Myerson)
- challenge_vote: bargaining by pairwise challenges (KTAB)
- challenge_rounds: rounds of challenges and concessions (Bueno de Mesquita; Scholz et al.)
- multivector: a position among patrons
- fronts: one power over several fronts (Friedman; Roberson)
- rumor: who never hears (Daley-Kendall)
- diffusion: convergence and look-alikes (Brinks-Coppedge; Beissinger)
- price_burden: price shocks and mining
- elite_sanctions: when sanctions make an elite defect
- event_clustering: self-exciting events (Hawkes)
- cascade_window: networks open to cascades (Watts)
- threshold_model: thresholds of collective action (Granovetter; Kuran)
- contagion: unrest between cities (Bonnasse-Gahot et al.)
- civil_violence: analytic shares of Epstein's model
"""
