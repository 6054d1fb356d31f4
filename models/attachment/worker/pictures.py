"""A picture made anew: upright, in sRGB, of a size for pages, with nothing in it but pixels."""

import io
import warnings
from typing import BinaryIO

from PIL import Image, ImageCms

from models.attachment.kinds import LONGEST, LONGEST_SMALL, Media, Unfit, scaled
from models.attachment.worker.frame import Report, run

MOST_PIXELS = 50_000_000
QUALITY = 82
ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
FORMATS = {Media.JPEG: "JPEG", Media.PNG: "PNG", Media.WEBP: "WEBP"}
ALPHA = frozenset({"RGBA", "LA", "PA", "RGBa", "La"})
PLAIN = frozenset({"RGB", "L", "CMYK", "RGBA"})
"""Kinds of pixels that can be made smaller as they are."""
DEEP = frozenset({"I", "F", "I;16", "I;16B", "I;16L", "I;16N"})

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


def make(source: BinaryIO, media: Media, big: BinaryIO, small: BinaryIO) -> Report:
    """Write both sizes and say what was written. Of what moves, the first picture alone.

    Raises Unfit for too many pixels; whatever else the decoder raises means the same as unreadable.
    """
    try:
        sent = Image.open(source, formats=[FORMATS[media]])
        if sent.width * sent.height > MOST_PIXELS:
            raise Unfit("too_many_pixels")
        profile, turn = sent.info.get("icc_profile"), UPRIGHT.get(_orientation(sent))
        image = _in_srgb(_smaller(sent), profile)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise Unfit("too_many_pixels") from None
    clean = _bare(image if turn is None else image.transpose(turn))
    return written(clean, big, small)


def written(clean: Image.Image, big: BinaryIO, small: BinaryIO) -> Report:
    """Write both sizes of a picture that is nothing but pixels, and say what was written."""
    kept = Media.WEBP if clean.mode == "RGBA" else Media.JPEG
    _write(clean, kept, big)
    _write(clean.resize(scaled(*clean.size, LONGEST_SMALL), Image.Resampling.LANCZOS), kept, small)
    return {"media": kept.value, "width": clean.width, "height": clean.height}


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001  # a picture with broken notes is still a picture
        return 1


def _smaller(image: Image.Image) -> Image.Image:
    """The picture at the size that is kept, decoded no larger than that needs."""
    if image.mode in ALPHA or "transparency" in image.info:
        image = image.convert("RGBA")
    elif image.mode in DEEP:
        image = _shallow(image)
    elif image.mode not in PLAIN:
        image = image.convert("RGB")
    image.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return image


def _shallow(image: Image.Image) -> Image.Image:
    """Grey of 16 bits a pixel, as scanners make it, in 8."""
    return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def _in_srgb(image: Image.Image, profile: object) -> Image.Image:
    """The colours as every screen understands them. A broken profile is as good as none."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    colours = image.convert("RGB") if alpha is not None else image
    converted = None
    if isinstance(profile, bytes) and profile:
        try:
            converted = ImageCms.profileToProfile(
                colours,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None
    made = (converted or colours).convert("RGB")
    # What is nowhere transparent is a photograph, and smaller as one.
    if alpha is not None and alpha.getextrema() != (255, 255):
        made.putalpha(alpha)
    return made


def _bare(image: Image.Image) -> Image.Image:
    """The pixels in a picture of their own: encoders repeat the notes that hang on an old one."""
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    return clean


def _write(image: Image.Image, media: Media, to: BinaryIO) -> None:
    # Encoded first: an encoder that writes by itself cannot say that the disk is full.
    made = io.BytesIO()
    if media is Media.WEBP:
        image.save(made, "WEBP", quality=QUALITY, method=4)
    else:
        image.save(made, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    to.write(made.getbuffer())


if __name__ == "__main__":
    run(make)
