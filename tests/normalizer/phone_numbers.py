"""Numbers to read: the library's examples, valid ones at random, and digits that resemble them."""

import random
from collections.abc import Iterator
from functools import cache

from phonenumbers import (
    COUNTRY_CODE_TO_REGION_CODE,
    SUPPORTED_REGIONS,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberType,
    country_code_for_region,
    example_number_for_type,
    format_number,
    is_valid_number,
    national_significant_number,
)

from app.importer.normalizer.phone_plan import plan_of

REGIONS = sorted(SUPPORTED_REGIONS)
CODES = sorted(map(str, COUNTRY_CODE_TO_REGION_CODE))
USUAL = (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE)
EVERY = tuple(range(PhoneNumberType.VOICEMAIL + 1))


def examples(region: str, kinds: tuple[int, ...] = USUAL) -> Iterator[PhoneNumber]:
    for kind in kinds:
        if number := example_number_for_type(region, kind):
            yield number


def e164(number: PhoneNumber) -> str:
    return format_number(number, PhoneNumberFormat.E164)


def national(number: PhoneNumber) -> str:
    return format_number(number, PhoneNumberFormat.NATIONAL)


def digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def number_of(code: str, rest: str) -> PhoneNumber:
    """As the library holds it: zeros in front apart."""
    zeros = min(len(rest) - len(rest.lstrip("0")), len(rest) - 1)
    return PhoneNumber(
        country_code=int(code),
        national_number=int(rest),
        italian_leading_zero=zeros > 0 or None,
        number_of_leading_zeros=zeros if zeros > 1 else None,
    )


@cache
def random_valid(region: str, count: int) -> list[PhoneNumber]:
    """Any digits of a possible length that the library finds valid; mobiles and landlines as they come."""
    generator = random.Random(f"valid {region}")
    code = str(country_code_for_region(region))
    plan = plan_of(code)
    assert plan is not None
    lengths = plan.main.general.possible_length
    found: list[PhoneNumber] = []
    while len(found) < count:
        rest = "".join(generator.choices("0123456789", k=generator.choice(lengths)))
        number = number_of(code, rest)
        if plan.kind(rest) and is_valid_number(number):
            found.append(number)
    return found


def resembling(region: str, count: int, seed: str) -> Iterator[str]:
    """Digits such as people write for a region's numbers, right, nearly right and wrong."""
    generator = random.Random(f"{region} {seed}")
    known = list(examples(region, EVERY))
    code = str(known[0].country_code)
    bodies = [*map(national_significant_number, known), *map(digits, map(national, known))]
    starts = ["", "", "", "0", "8", "1", code, f"{code}0", f"00{code}", f"0{code}", "00"]
    starts += ["15", "90", "01", "044", "06", "183", "011", "0011", *generator.sample(CODES, 6)]
    for _ in range(count):
        body = list(generator.choice(bodies))
        for _ in range(generator.randint(0, 4)):
            body[generator.randrange(len(body))] = generator.choice("0123456789")
        if generator.random() < 0.2:
            body = generator.choices("0123456789", k=generator.randint(2, 15))
        cut = generator.choice((0, 0, 0, 0, 1))
        yield generator.choice(starts) + "".join(body[cut:])
