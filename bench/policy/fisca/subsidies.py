"""Subsidies of persons with disabilities and of care, as OpenFisca variables."""
# ruff: noqa: ARG002 - as in variables.py

from __future__ import annotations

from country import MONTH, Person
from numpy import where
from openfisca_core.variables import Variable


class disabled_without_work(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Severely disabled, of working age, without work"

    def formula_2019_04(person, period, parameters):
        years = person("age", period)
        of_age = (years >= 18) * (years < 60)
        return person("severely_disabled", period) * of_age * ~person("works", period)


class may_have_living_subsidy(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "A local with a certificate, and nothing that excludes"

    def formula_2019_04(person, period, parameters):
        excluded = person("orphan_support", period) + person("injury_care", period)
        certified = person("disability_grade", period) > 0
        return person("is_local", period) * certified * ~excluded


class living_subsidy(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    label = "Living subsidy of persons with disabilities in hardship"

    def formula_2021_01(person, period, parameters):
        amount = parameters(period).disability.living_allowance
        poor = person.household("allowance_eligible", period)
        idle = person("disabled_without_work", period)
        return person("may_have_living_subsidy", period) * (poor + idle) * amount

    def formula_2019_04(person, period, parameters):
        rates = parameters(period).disability
        poor = person.household("allowance_eligible", period)
        idle = person("disabled_without_work", period)
        amount = where(poor, rates.living_allowance, idle * rates.living_idle)
        return person("may_have_living_subsidy", period) * amount


class nursing_subsidy(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    label = "Nursing subsidy of the severely disabled"

    def formula_2019_04(person, period, parameters):
        amount = parameters(period).disability.nursing.calc(person("disability_grade", period))
        entitled = person("severely_disabled", period) * ~person("injury_care", period)
        return person("is_local", period) * entitled * amount


class care_subsidy(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    label = "Subsidy of care by level and means"

    def formula_2019_04(person, period, parameters):
        rates = parameters(period).senior
        level = person("care_level", period)
        poor = person.household("allowance_eligible", period)
        near = person.household("low_income", period)
        amount = where(poor, rates.care_allowance.calc(level), rates.care_edge.calc(level))
        of_age = person("age", period) >= 60
        return person("is_local", period) * of_age * (poor + near) * amount
