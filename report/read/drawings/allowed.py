"""What a drawing may hold: the elements, attributes, properties and functions of a picture that stands still (SVG 1.1 and 2)."""

from __future__ import annotations

import re

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
XHTML = "http://www.w3.org/1999/xhtml"
EVENTS = "http://www.w3.org/2001/xml-events"
ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may hold (XML 1.0, 2.2)."""

ELEMENTS = frozenset(
    "a circle clipPath defs desc ellipse feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix "
    "feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur "
    "feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence filter "
    "g image line linearGradient marker mask path pattern polygon polyline radialGradient rect stop style svg switch symbol "
    "text textPath title tspan use view".split()
)
IDLE = frozenset({"metadata"})
"""Elements that nobody sees: what an editor says of the file."""
ACTING = frozenset(
    "animate animatecolor animatemotion animatetransform applet audio base body button canvas cursor discard embed font-face-uri "
    "foreignobject form frame handler html iframe img input link listener math meta object script set tref video".split()
)
"""Elements, in small letters, that run, play, bring HTML along, or fetch something; they are told as errors."""
EDITORS = (
    r"http://(?:www\.)?(?:inkscape\.org|sodipodi\.sourceforge\.net|ns\.adobe\.com|bohemiancoding\.com|serif\.com|vectornator\.io"
    r"|openswatchbook\.org|figma\.com|boxy-svg\.com|krita\.org|svgjs\.com|c2pa\.org|purl\.org|creativecommons\.org|web\.resource\.org"
    r"|schemas\.microsoft\.com/visio|xml\.openoffice\.org|w3\.org/1999/02/22-rdf-syntax-ns)\b.*"
    r"|http://svgjs\.dev\b.*|https://(?:boxy-svg\.com|sketch\.io|svgjs\.dev)\b.*|adobe:ns:meta/"
)
"""The vocabularies of editors, which are left out without a word."""

PRESENTATION = frozenset(
    "alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation color-interpolation-filters "
    "color-rendering cursor direction display dominant-baseline fill fill-opacity fill-rule filter flood-color flood-opacity "
    "font font-family font-feature-settings font-kerning font-size font-size-adjust font-stretch font-style font-variant "
    "font-variant-caps font-variant-ligatures font-variant-numeric font-variation-settings font-weight "
    "glyph-orientation-horizontal glyph-orientation-vertical image-rendering isolation kerning letter-spacing lighting-color "
    "line-height marker marker-end marker-mid marker-start mask mask-type mix-blend-mode opacity overflow paint-order "
    "pointer-events shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap "
    "stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-align text-anchor text-decoration text-orientation "
    "text-overflow text-rendering transform transform-box transform-origin unicode-bidi vector-effect visibility white-space "
    "word-spacing writing-mode".split()
)
"""Properties that may be written as attributes."""
PROPERTIES = PRESENTATION | frozenset(
    "all background background-color border box-sizing color-adjust color-scheme cx cy d enable-background "
    "font-optical-sizing font-palette font-synthesis font-variant-alternates font-variant-east-asian font-variant-position "
    "forced-color-adjust height hyphens inline-size margin mask-border mask-clip mask-composite mask-image mask-mode "
    "mask-origin mask-position mask-repeat mask-size max-height max-width min-height min-width outline overflow-x overflow-y "
    "padding print-color-adjust r rotate rx ry scale shape-inside shape-margin shape-padding shape-subtract solid-color "
    "solid-opacity tab-size text-align-last text-decoration-color text-decoration-fill text-decoration-line "
    "text-decoration-skip-ink text-decoration-stroke text-decoration-style text-decoration-thickness text-emphasis "
    "text-indent text-shadow text-transform text-underline-offset text-underline-position translate user-select "
    "vertical-align width word-break x y z-index".split()
)
"""Properties that may be written in a style."""
ATTRIBUTES = PRESENTATION | frozenset(
    "amplitude azimuth baseFrequency baseProfile bias class clipPathUnits color-profile contentScriptType contentStyleType cx "
    "cy d diffuseConstant divisor dx dy edgeMode elevation enable-background exponent filterRes filterUnits focusable fr fx fy "
    "gradientTransform gradientUnits height id in in2 intercept k1 k2 k3 k4 kernelMatrix kernelUnitLength lang lengthAdjust "
    "limitingConeAngle markerHeight markerUnits markerWidth maskContentUnits maskUnits media method mode numOctaves offset "
    "operator order orient origin pathLength patternContentUnits patternTransform patternUnits points pointsAtX pointsAtY "
    "pointsAtZ preserveAlpha preserveAspectRatio primitiveUnits r radius refX refY requiredExtensions requiredFeatures result "
    "role rotate rx ry scale seed side slope spacing specularConstant specularExponent spreadMethod startOffset stdDeviation "
    "stitchTiles surfaceScale systemLanguage tabindex tableValues targetX targetY textLength title type values version viewBox "
    "width x x1 x2 xChannelSelector y y1 y2 yChannelSelector z zoomAndPan".split()
)
NUMBERS = frozenset(
    "baseline-shift cx cy d dx dy fill-opacity flood-opacity font-size fr fx fy gradientTransform height letter-spacing "
    "markerHeight markerWidth offset opacity orient patternTransform points r refX refY rotate rx ry startOffset stdDeviation "
    "stop-opacity stroke-dasharray stroke-dashoffset stroke-miterlimit stroke-opacity stroke-width textLength transform "
    "transform-origin viewBox width word-spacing x x1 x2 y y1 y2".split()
)
"""Attributes and properties that are made of numbers."""
ODD = re.compile(r"nan|inf|(?<![\d.])\d{10}|e\+?0*[1-9]\d|e-0*[1-9]\d\d", re.IGNORECASE)
"""What is no number of a picture: it is none at all, or ten thousand million times too large, or too small to divide by."""
SAID = re.compile(r"(?:aria|data)-[\w.-]+")
"""Attributes that say something and do nothing."""
SILENT = frozenset("target rel space".split())
"""Attributes that mean nothing in a picture, and are left out without a word."""

FUNCTIONS = frozenset(
    "blur brightness calc circle clamp color color-mix contrast device-cmyk drop-shadow ellipse grayscale hsl hsla hue-rotate hwb "
    "icc-color inset invert lab lch light-dark matrix matrix3d max min oklab oklch opacity path perspective polygon rect rgb "
    "rgba rotate rotate3d rotateX rotateY rotateZ rotatex rotatey rotatez round saturate scale scale3d scaleX scaleY scaleZ "
    "scalex scaley scalez sepia skew skewX skewY skewx skewy translate translate3d translateX translateY translateZ "
    "translatex translatey translatez var xywh".split()
)
"""Functions that a value may be made with, as they are written and in small letters; besides them `url(#…)`."""
