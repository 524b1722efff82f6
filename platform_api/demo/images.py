"""Pictures of the demo, drawn: schematic X-rays, an ultrasound, a wound, an ECG, a growth chart, a retina."""

import io
import math
from collections.abc import Callable
from functools import cache

from PIL import Image, ImageDraw, ImageFilter

from platform_api.demo.chance import Random, seeded

SIZE = (640, 480)
Canvas = tuple[Image.Image, ImageDraw.ImageDraw]


@cache
def draw_png(name: str) -> bytes:
    """The picture as PNG; raises `KeyError` for an unknown name."""
    return _bytes(draw(name), "PNG")


@cache
def draw_jpeg(name: str) -> bytes:
    """The picture as JPEG; raises `KeyError` for an unknown name."""
    return _bytes(draw(name).convert("RGB"), "JPEG")


def draw(name: str) -> Image.Image:
    """The picture; always the same for the same name."""
    return PICTURES[name](seeded(name))


def _bytes(image: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    image.save(out, form)
    return out.getvalue()


def _film(shade: int = 12) -> Canvas:
    image = Image.new("L", SIZE, shade)
    return image, ImageDraw.Draw(image)


def _develop(image: Image.Image, rng: Random, blur: float = 3) -> Image.Image:
    """Soften the drawing and give it the grain of a film."""
    soft = image.filter(ImageFilter.GaussianBlur(blur))
    grain = Image.frombytes("L", (160, 120), rng.randbytes(160 * 120)).resize(SIZE, Image.Resampling.BILINEAR)
    return Image.blend(soft, grain, 0.06)


def _side(draw: ImageDraw.ImageDraw, letter: str) -> None:
    draw.rectangle((24, 20, 52, 52), outline=230, width=2)
    draw.text((33, 28), letter, fill=230, font_size=16)


def _chest(rng: Random) -> Image.Image:
    image, draw = _film(60)
    draw.ellipse((80, 20, 560, 640), fill=120)
    draw.ellipse((130, 70, 305, 420), fill=28)
    draw.ellipse((340, 70, 510, 420), fill=28)
    draw.rectangle((300, 0, 342, 480), fill=175)
    draw.ellipse((285, 230, 440, 420), fill=170)
    draw.chord((110, 380, 320, 520), 180, 360, fill=165)
    draw.chord((340, 390, 540, 520), 180, 360, fill=165)
    for step in range(9):
        y = 60 + 40 * step
        draw.arc((95, y - 60, 330, y + 60), 150, 260, fill=112, width=7)
        draw.arc((315, y - 60, 545, y + 60), 280, 390, fill=112, width=7)
    draw.line((150, 70, 300, 45), fill=185, width=10)
    draw.line((340, 45, 490, 70), fill=185, width=10)
    done = _develop(image, rng)
    _side(ImageDraw.Draw(done), "D")
    return done


def _hip(rng: Random) -> Image.Image:
    image, draw = _film(40)
    draw.ellipse((60, -80, 640, 560), fill=70)
    draw.pieslice((40, -60, 380, 260), 20, 140, fill=150)
    draw.ellipse((215, 110, 345, 240), fill=60, outline=180, width=12)
    draw.polygon([(350, 250), (420, 215), (455, 260), (430, 480), (360, 480)], fill=165)
    draw.polygon([(390, 260), (414, 260), (410, 470), (396, 470)], fill=90)
    done = _develop(image, rng, 4)
    metal = ImageDraw.Draw(done)
    metal.arc((208, 102, 352, 246), 150, 350, fill=252, width=12)
    metal.ellipse((240, 135, 325, 220), fill=250)
    metal.line((300, 195, 400, 262), fill=250, width=26)
    metal.polygon([(380, 240), (428, 262), (414, 450), (404, 462), (394, 450)], fill=250)
    _side(metal, "D")
    return done.filter(ImageFilter.GaussianBlur(0.8))


def _knee(rng: Random) -> Image.Image:
    image, draw = _film(30)
    draw.rounded_rectangle((180, -40, 460, 520), 90, fill=66)
    draw.rounded_rectangle((240, -20, 400, 190), 40, fill=160)
    draw.ellipse((205, 130, 325, 245), fill=170)
    draw.ellipse((315, 130, 435, 245), fill=170)
    draw.rounded_rectangle((215, 262, 425, 330), 26, fill=168)
    draw.rounded_rectangle((255, 300, 385, 520), 36, fill=155)
    draw.rounded_rectangle((400, 320, 436, 520), 16, fill=130)
    draw.arc((260, 180, 380, 330), 60, 120, fill=15, width=10)
    done = _develop(image, rng)
    _side(ImageDraw.Draw(done), "G")
    return done


def _mammogram(rng: Random) -> Image.Image:
    image, draw = _film(6)
    draw.chord((-240, 20, 380, 470), 270, 90, fill=95)
    for _ in range(60):
        angle, radius = rng.uniform(-1.2, 1.2), rng.uniform(60, 260)
        x, y = 60 + radius * math.cos(angle), 245 + 0.7 * radius * math.sin(angle)
        draw.ellipse((x - 26, y - 12, x + 26, y + 12), fill=rng.randint(110, 150))
    draw.ellipse((196, 166, 226, 194), fill=226)
    for step in range(12):
        angle = step * math.pi / 6
        draw.line((211, 180, 211 + 30 * math.cos(angle), 180 + 30 * math.sin(angle)), fill=200, width=2)
    done = _develop(image, rng, 5)
    marks = ImageDraw.Draw(done)
    marks.text((520, 30), "L  MLO", fill=235, font_size=20)
    return done


def _ultrasound(rng: Random) -> Image.Image:
    image, draw = _film(4)
    draw.pieslice((20, -300, 620, 460), 45, 135, fill=70)
    draw.ellipse((190, 150, 470, 370), fill=16)
    draw.ellipse((225, 185, 320, 275), outline=205, fill=110, width=5)
    draw.ellipse((295, 215, 440, 330), fill=135)
    draw.line((318, 318, 372, 350), fill=150, width=14)
    draw.line((395, 318, 430, 290), fill=150, width=10)
    for _ in range(900):
        x, y = rng.randint(120, 520), rng.randint(60, 450)
        draw.point((x, y), fill=rng.randint(20, 110))
    done = _develop(image, rng, 2)
    marks = ImageDraw.Draw(done)
    marks.line((225, 232, 440, 300), fill=240, width=1)
    for x, y in ((225, 232), (440, 300)):
        marks.line((x - 6, y, x + 6, y), fill=240)
        marks.line((x, y - 6, x, y + 6), fill=240)
    marks.text((470, 420), "CRL 61.4 mm", fill=235, font_size=18)
    return done


def _retina(rng: Random) -> Image.Image:
    image = Image.new("RGB", SIZE, (10, 6, 6))
    draw = ImageDraw.Draw(image)
    draw.ellipse((90, 10, 550, 470), fill=(176, 84, 42))
    draw.ellipse((400, 195, 470, 275), fill=(244, 206, 128))
    draw.ellipse((235, 200, 305, 270), fill=(138, 56, 28))
    for spread in (-1, 1):
        for width, bend in ((8, 1.0), (5, 0.7), (4, 0.45)):
            points = [(435 - 16 * s, 235 + spread * bend * (46 * math.log1p(s))) for s in range(20)]
            draw.line(points, fill=(120, 22, 18), width=width, joint="curve")
    for _ in range(6):
        x, y = rng.randint(170, 360), rng.randint(120, 360)
        draw.ellipse((x, y, x + 5, y + 5), fill=(96, 10, 10))
    return image.filter(ImageFilter.GaussianBlur(1.6))


def _wound(rng: Random) -> Image.Image:
    image = Image.new("RGB", SIZE, (228, 190, 165))
    draw = ImageDraw.Draw(image)

    def blob(cx: float, cy: float, size: float, colour: tuple[int, int, int]) -> None:
        points = []
        for step in range(36):
            angle = step * math.pi / 18
            radius = size * (1 + 0.08 * math.sin(3 * angle) + rng.uniform(-0.03, 0.03))
            points.append((cx + 1.35 * radius * math.cos(angle), cy + radius * math.sin(angle)))
        draw.polygon(points, fill=colour)

    blob(310, 230, 118, (214, 140, 122))
    blob(310, 230, 92, (176, 66, 62))
    blob(300, 240, 60, (196, 84, 74))
    blob(345, 215, 22, (222, 190, 120))
    done = image.filter(ImageFilter.GaussianBlur(3))
    ruler = ImageDraw.Draw(done)
    ruler.rectangle((90, 410, 550, 450), fill=(250, 250, 245), outline=(60, 60, 60))
    for tick in range(24):
        height = 18 if tick % 2 == 0 else 10
        ruler.line((100 + 19 * tick, 410, 100 + 19 * tick, 410 + height), fill=(40, 40, 40), width=2)
        if tick % 4 == 0:
            ruler.text((96 + 19 * tick, 430), f"{tick // 4}", fill=(40, 40, 40), font_size=14)
    ruler.text((520, 430), "cm", fill=(40, 40, 40), font_size=14)
    return done


def _ecg(rng: Random) -> Image.Image:
    image = Image.new("RGB", (960, 420), (255, 250, 246))
    draw = ImageDraw.Draw(image)
    for line in range(0, 960, 12):
        colour = (238, 178, 170) if line % 60 == 0 else (248, 222, 216)
        draw.line((line, 0, line, 420), fill=colour)
        if line < 420:
            draw.line((0, line, 960, line), fill=colour)
    for row, lead in enumerate(("I", "II", "V1")):
        base, gain = 90 + 130 * row, (0.8, 1.0, -0.6)[row]
        points: list[tuple[float, float]] = []
        start = 40.0
        while start < 930:
            length = rng.uniform(86, 152)
            shape = (
                (0, 0),
                (0.30, 0),
                (0.33, 6),
                (0.36, -58),
                (0.39, 18),
                (0.42, 0),
                (0.58, 0),
                (0.68, -14),
                (0.8, 0),
            )
            for at, height in shape:
                points.append((start + at * length, base + gain * height + rng.uniform(-1.4, 1.4)))
            start += length
        draw.line([point for point in points if point[0] < 940], fill=(30, 34, 48), width=2, joint="curve")
        draw.text((14, base - 44), lead, fill=(30, 34, 48), font_size=18)
    draw.text((14, 392), "25 mm/s   10 mm/mV", fill=(30, 34, 48), font_size=16)
    return image


def _growth(_rng: Random) -> Image.Image:
    image = Image.new("RGB", (760, 520), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    for week in range(0, 25, 4):
        x = 70 + 26 * week
        draw.line((x, 40, x, 460), fill=(225, 228, 232))
        draw.text((x - 6, 468), str(week), fill=(60, 60, 60), font_size=15)
    for kilo in range(2, 10):
        y = 460 - 52 * (kilo - 2)
        draw.line((70, y, 700, y), fill=(225, 228, 232))
        draw.text((44, y - 9), str(kilo), fill=(60, 60, 60), font_size=15)
    for birth, gain, colour in (
        (2.5, 3.6, (170, 180, 190)),
        (3.4, 4.6, (90, 110, 130)),
        (4.3, 5.5, (170, 180, 190)),
    ):
        curve = [(70 + 26 * w, 460 - 52 * (birth + gain * (1 - math.exp(-w / 13)) - 2)) for w in range(25)]
        draw.line(curve, fill=colour, width=2)
    measured = [(0, 3.28), (0.6, 3.08), (1.5, 3.31), (3.5, 3.94), (5.5, 4.52)]
    dots = [(70 + 26 * week, 460 - 52 * (kilo - 2)) for week, kilo in measured]
    draw.line(dots, fill=(178, 60, 40), width=2)
    for at, height in dots:
        draw.ellipse((at - 5, height - 5, at + 5, height + 5), fill=(178, 60, 40))
    draw.text((12, 14), "kg", fill=(60, 60, 60), font_size=16)
    return image


def _teeth(rng: Random) -> Image.Image:
    image, draw = _film(44)
    draw.arc((60, 40, 580, 620), 195, 345, fill=130, width=60)
    draw.arc((70, -120, 570, 420), 20, 160, fill=140, width=54)
    for step in range(14):
        angle = math.pi * (0.14 + 0.72 * step / 13)
        x = 320 - 235 * math.cos(angle)
        top = 196 - 34 * math.sin(angle)
        low = 268 + 42 * math.sin(angle)
        draw.rounded_rectangle((x - 13, top - 34, x + 13, top + 30), 9, fill=205)
        draw.rounded_rectangle((x - 12, low - 30, x + 12, low + 32), 9, fill=200)
    draw.rounded_rectangle((486, 190, 512, 214), 5, fill=254)
    done = _develop(image, rng, 2.4)
    _side(ImageDraw.Draw(done), "D")
    return done


PICTURES: dict[str, Callable[[Random], Image.Image]] = {
    "chest": _chest,
    "hip": _hip,
    "knee": _knee,
    "mammogram": _mammogram,
    "ultrasound": _ultrasound,
    "retina": _retina,
    "wound": _wound,
    "ecg": _ecg,
    "growth": _growth,
    "teeth": _teeth,
}
