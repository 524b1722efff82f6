"""Who gets in: key figures are everybody's, through any conformant software."""

from tests.platform_api.matrix.people import ANY_SOFTWARE

MAY = {"GET /dsp/v1/figures": ANY_SOFTWARE}
