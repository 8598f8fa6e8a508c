"""The record of Kazakhstan in January 2022 and how its rows become the tables of a scenario."""
