"""The small country with people who talk: audiences, whom they trust, and claims."""

from pathlib import Path

from two_regions import SOURCE, write_two_regions

from upheaval.scenario import Scenario, load

TABLES = {
    "audiences": """\
name,title,kind,kinship,language,state_media,state_media_low,state_media_high,internet,\
internet_low,internet_high
coast,People of the coast,citizens,coast,any,0.5,0.5,0.5,0.5,0.5,0.5
hills,People of the hills,citizens,hills,titular,0.5,0.5,0.5,0.5,0.5,0.5
hills_others,Others of the hills,citizens,hills,other,0.5,0.5,0.5,0.5,0.5,0.5
court,The court,elites,,any,1,1,1,1,1,1
allies,The allies,allies,,any,1,1,1,1,1,1
""",
    "trust": """\
audience,speaker,value,low,high
coast,state,0.3,0.3,0.3
coast,press,0.6,0.6,0.6
hills,state,0.6,0.6,0.6
hills,press,0.4,0.4,0.4
allies,state,0.7,0.7,0.7
""",
    "claims": """\
name,content,kind,asserted_by,speaker,after,asserted,retracted,coerced,value,low,high,status,bears_on
plot,They came from abroad.,outside_threat,president,state,,2022-01-05,,false,0.2,0.2,0.2,contested,
confession,I was paid.,confession,television,state,,2022-01-09,,true,0.1,0.1,0.1,refuted,
bodies,Few are dead.,numbers,ministry,state,,2022-01-07,,false,0.4,0.4,0.4,contested,
soldiers,Soldiers fired.,foreign_fire,witnesses,press,,2022-01-06,,false,0.3,0.3,0.3,asserted,
rule,The leader must go.,other,the square,people,,2022-01-03,,false,0.5,0.5,0.5,asserted,
""",
}

NAMES = ("plot", "confession", "bodies", "soldiers", "rule")


def talking_country(folder: Path) -> Scenario:
    """Write and load it."""
    write_two_regions(folder)
    for table, text in TABLES.items():
        header, *rows = text.splitlines()
        lines = [f"{header},source", *(f"{row},{SOURCE}" for row in rows)]
        (folder / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load(folder)
