"""The eight results, and what they need, as OpenFisca variables."""
# ruff: noqa: ARG002 - OpenFisca gives every formula the same three arguments

from __future__ import annotations

import numpy as np
from country import MONTH, DisabilityKind, Household, Person
from numpy import minimum
from openfisca_core.variables import Variable


def to_fen(amount):
    """Yuan to two decimals, halves up."""
    return np.floor(amount * 100 + 0.5) / 100


class age(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH
    label = "Full years at the end of the month"

    def formula(person, period, parameters):
        # One cast of the dates: by year and by month, as its template does, takes twice as long.
        birth = person("birth", period).astype("datetime64[M]").astype(int)
        return ((period.start.year - 1970) * 12 + period.start.month - 1 - birth) // 12


class exempt_earnings(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    label = "Earnings that do not count"

    def formula_2019_04(person, period, parameters):
        work = parameters(period).work
        earnings = person("earnings", period)
        counts = person("works", period) * (earnings >= work.minimum_wage)
        return counts * minimum(to_fen(earnings * work.exempt_share), work.exempt_most)


class countable_income(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    label = "Income that counts"

    def formula_2019_04(person, period, parameters):
        return (
            person("earnings", period)
            - person("exempt_earnings", period)
            + person("pension", period)
            + person("other_income", period)
        )


class household_income(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH
    label = "Income of the household"

    def formula_2019_04(household, period, parameters):
        return household.sum(household.members("countable_income", period))


class household_size(Variable):
    value_type = int
    entity = Household
    definition_period = MONTH
    label = "Members"

    def formula(household, period, parameters):
        return household.nb_persons()


class home_and_car_fit(Variable):
    value_type = bool
    entity = Household
    definition_period = MONTH
    label = "No car, and no more homes than allowed"

    def formula_2019_04(household, period, parameters):
        few = household("homes", period) <= parameters(period).wealth.homes
        return few * ~household("has_car", period)


class allowance_eligible(Variable):
    value_type = bool
    entity = Household
    definition_period = MONTH
    label = "Entitled to the minimum living allowance"

    def formula_2019_04(household, period, parameters):
        law = parameters(period)
        size = household("household_size", period)
        poor = household("household_income", period) < law.allowance.standard * size
        modest = household("savings", period) <= law.wealth.allowance.calc(size) * size
        return poor * modest * household("home_and_car_fit", period)


class severely_disabled(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Grade 1 or 2, or 3 of intellect or mind"

    def formula_2019_04(person, period, parameters):
        grade, kind = person("disability_grade", period), person("disability_kind", period)
        mental = (kind == DisabilityKind.intellect) + (kind == DisabilityKind.mind)
        return ((grade >= 1) * (grade <= 2)) + ((grade == 3) * mental)


class special_person(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Old, young, severely disabled or gravely ill"

    def formula_2019_04(person, period, parameters):
        years = person("age", period)
        return (
            (years >= 60)
            + (years < 18)
            + person("severely_disabled", period)
            + person("gravely_ill", period)
        )


class allowance(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH
    label = "Minimum living allowance"

    def formula_2019_04(household, period, parameters):
        law = parameters(period).allowance
        size = household("household_size", period)
        special = household.sum(household.members("special_person", period))
        gap = law.standard * size - household("household_income", period)
        extra = law.standard * law.extra_share * special
        return household("allowance_eligible", period) * to_fen(gap + extra)


class low_income(Variable):
    value_type = bool
    entity = Household
    definition_period = MONTH
    label = "Low income, without the allowance"

    def formula_2019_04(household, period, parameters):
        law = parameters(period)
        size = household("household_size", period)
        line = law.allowance.standard * law.allowance.edge_multiple * size
        near = household("household_income", period) < line
        modest = household("savings", period) <= law.wealth.edge.calc(size) * size
        fits = household("home_and_car_fit", period)
        return near * modest * fits * ~household("allowance_eligible", period)


class senior_allowance(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    label = "Comprehensive senior allowance"

    def formula_2016_05(person, period, parameters):
        amount = parameters(period).senior.by_age.calc(person("age", period))
        return person("is_local", period) * amount
