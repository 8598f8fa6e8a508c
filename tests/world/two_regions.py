"""A small country for tests: two regions, three places, a patron, an incumbent, an alliance."""

from pathlib import Path

from upheaval.mechanisms import loop
from upheaval.scenario import Scenario, load, write_template

SOURCE = "assumption: for a test"

TABLES = {
    "regions": """\
name,title,kind,population,urban_share,wage,unemployment,income,fuel_dependence,\
fuel_dependence_low,fuel_dependence_high,titular_share,kinship,discontent
west,West,province,60000,0.7,200000,5,100000,0.5,0.4,0.6,0.8,coast,0.2
east,East,city,100001,1,300000,5,150000,0.1,0.1,0.1,0.6,hills,0
""",
    "cities": """\
name,title,region,settlement,population,latitude,longitude,role
port,Port,west,town,40000,44,51,center
villages,Villages,west,rural,20000,44.5,52,none
capital,Capital,east,town,100001,51,71,capital
""",
    "groups": """\
name,title,acts,trade,hardship,price_exposure,rage,online,readiness,demand_price,demand_labor,\
demand_political,demand_foreign
children,Children,false,none,0.5,1,0,0,0,1,0,0,0
drivers,Drivers,true,transport,0.6,3,0.1,0.5,0.3,0.7,0.1,0.2,0
others,Others,true,none,0.5,1,0.05,0.5,0,0.3,0.2,0.5,0
""",
    "composition": """\
region,settlement,group,value,low,high
west,town,children,0.3,0.3,0.3
west,town,drivers,0.1,0.05,0.2
west,town,others,0.6,0.5,0.7
west,rural,children,0.35,0.35,0.35
west,rural,drivers,0.0001,0.0001,0.0001
west,rural,others,0.6499,0.6,0.7
east,town,children,0.25,0.25,0.25
east,town,drivers,0.03,0.03,0.03
east,town,others,0.72,0.72,0.72
""",
    "prices": """\
region,fuel,before,after,after_low,after_high,regulated,decided,effective,budget_share
west,lpg,60,120,110,130,55,2020-01-01,2022-01-02,0.06
east,lpg,80,100,100,100,70,2020-01-01,2022-01-02,0.02
""",
    "factions": """\
name,title,seat,in_court,value,low,high,blame_price,blame_labor,blame_political
clan,The patron's clan,patron,true,4,4,4,0.2,0.1,0.7
palace,The palace,incumbent,true,3,3,3,0.2,0.1,0.2
service,The service's leaders,none,true,2,2,2,0,0,0.05
uniforms,Officers,none,true,2,2,2,0,0,0
technocrats,The government,none,true,1,1,1,0.5,0.3,0
exiles,Exiles,none,false,1,1,1,0,0,0
""",
    "figures": """\
name,title,faction,patron,abroad,confidence
leader,The old leader,clan,,false,high
president,The president,palace,leader,false,high
nephew,The nephew,clan,leader,false,high
spymaster,The spymaster,service,leader,false,high
general,The general,uniforms,,false,high
premier,The premier,technocrats,,false,high
minister,The minister,technocrats,premier,false,high
prefect,The prefect,technocrats,,false,high
""",
    "offices": """\
name,title,holder,kind,rank,commands,region,appointed_by
presidency,Presidency,president,presidency,1,,,
council_chair,Chair of the council,leader,council,1,,,
prime_minister,Prime minister,premier,government,2,,,presidency
minister_of_energy,Minister of energy,minister,government,4,,,prime_minister
service_chair,Chair of the service,spymaster,security,2,service,,council_chair
police_chief,Chief of police,general,security,3,police,,presidency
deputy_of_service,Deputy chair of the service,nephew,security,6,,,council_chair
prefecture,Prefecture of the west,prefect,region,4,,west,presidency
clan_company,Company of the clan,nephew,company,8,,,
""",
    "organs": """\
name,title,faction,value,low,high,weight,street_share,zeal,can_withdraw
police,Police,uniforms,1000,800,1200,0.5,0.5,0.6,false
service,Service,service,500,500,500,1,0.2,0.5,true
guard,Guard,palace,200,200,200,0.3,0.5,0.9,false
""",
    "garrisons": """\
organ,city,share
police,port,0.4
police,capital,0.6
service,port,0.2
service,capital,0.8
guard,capital,1
""",
    "powers": """\
name,title,ideal_point,leverage,leverage_low,leverage_high,stake,contingent,contingent_low,\
contingent_high,transit,consent_of
neighbor,The neighbor,0.8,0.3,0.3,0.3,3,2000,1500,2500,12,giant
giant,The giant,0.5,0.3,0.3,0.3,2,0,0,0,0,
partner,The partner,0.5,0.1,0.1,0.1,1,200,200,200,24,
""",
    "treaties": """\
name,title,member,needs_outside_threat
pact,The pact,neighbor,true
pact,The pact,partner,true
""",
    "energy": """\
name,title,kind,value,low,high,hash_share,hash_share_low,hash_share_high
towns,Towns,demand,1000,1000,1000,,,
cellars,Cellars,mining,80,80,80,0.1,0.1,0.1
farms,Farms,mining,40,40,40,0.02,0.02,0.02
plants,Plants,capacity,1070,1070,1070,,,
""",
    "rents": """\
account,faction,value,low,high
coalition,clan,0.5,0.4,0.6
coalition,palace,0.3,0.3,0.3
coalition,uniforms,0.2,0.1,0.3
rulers,clan,0.6,0.6,0.6
rulers,palace,0.4,0.4,0.4
reform,clan,0.7,0.5,0.9
reform,technocrats,0.3,0.1,0.5
favor,uniforms,1,1,1
""",
    "leanings": """\
faction,value,low,high
clan,-0.2,-0.2,-0.2
palace,0.4,0.4,0.4
service,0.1,0.1,0.1
""",
    "neighbors": """\
name,title,power,distance,likeness,likeness_low,likeness_high,value,low,high
near,The twin next door,neighbor,500,0.9,0.9,0.9,1.5,1.5,1.5
far,The twin far away,,3000,0.9,0.9,0.9,1.5,1.5,1.5
stranger,The stranger next door,giant,500,0.4,0.4,0.4,1.5,1.5,1.5
""",
    "rulers": """\
name,title,neighbor,value,low,high,consensus,exit_hazard
home_ruler,The ruler,,0.5,0.5,0.5,0.6,0.06
near_ruler,His neighbor,near,0.5,0.5,0.5,0.6,0.06
strange_ruler,The stranger's ruler,stranger,0.5,0.5,0.5,0.6,0.06
""",
    "exposure": """\
faction,jurisdiction,value,low,high
clan,north,0.4,0.4,0.4
clan,south,0.1,0.1,0.1
service,north,0.5,0.5,0.5
technocrats,south,0.2,0.2,0.2
palace,north,0.5,0.5,0.5
""",
    "sanctions": """\
package,jurisdiction,probability,share_seized,trigger_deaths,delay
lists,north,0.8,0.9,100,10
lists,south,0.2,0.5,100,10
""",
}


def write_two_regions(folder: Path) -> Path:
    """Write the folder: every known mechanism on, parameters flat over their bounds."""
    known = loop.known()
    declared = loop.declared_parameters(known.values())
    write_template(folder, mechanisms=tuple(known), parameters=declared)
    for table, text in TABLES.items():
        header, *rows = text.splitlines()
        lines = [f"{header},source", *(f"{row},{SOURCE}" for row in rows)]
        (folder / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def two_regions(folder: Path) -> Scenario:
    """Write and load it."""
    return load(write_two_regions(folder))
