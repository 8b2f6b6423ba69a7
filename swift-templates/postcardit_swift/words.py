"""The words that are taken: Swift's keywords, members that every type has, and types that an app imports anyway."""

__all__ = ["KEYWORDS", "MEMBERS", "PLATFORM_TYPES"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


KEYWORDS = _words(
    """
    associatedtype class deinit enum extension fileprivate func import init inout internal let open operator private
    precedencegroup protocol public rethrows static struct subscript typealias var break case catch continue default
    defer do else fallthrough for guard if in repeat return throw switch where while Any as await catch false is nil
    rethrows self Self super throw throws true try
    """
)
"""Words that stand in backticks where they are names."""

MEMBERS = _words(
    """
    self Self init Type Protocol deinit subscript hash hashValue encode debugDescription customMirror rawValue isKnown
    allKnown validate additionalProperties CodingKeys
    """
)
"""Members that Swift or the runtime gives a type: a property of the document takes another name."""

PLATFORM_TYPES = _words(
    """
    Any AnyObject Array Bool Bundle Calendar Character Clock Codable CodingKey Comparable Data Date DateComponents
    Decimal Decodable Decoder Dictionary Double Duration Encodable Encoder Equatable Error Float Hashable Identifiable
    Int Int32 Int64 Locale Measurement Mirror Never Notification Operation Optional OptionSet OutputStream Process
    Progress Protocol Range Result Self Sendable Sequence Set Stream String Task Thread TimeInterval TimeZone Timer
    Type UInt Unicode Unit URL URLRequest URLResponse URLSession UUID Void Actor Host Port Selector Scanner Formatter
    Alert Alignment Anchor Angle Animation App Axis Background Badge Binding Button Canvas Capsule Chart Circle Color
    Command Commands Content ContentMode Context Control Divider Document Edge Ellipse Environment Event Font Form
    Gauge Gesture Grid Group Image Item Label Layout Link List Map Marker Material Menu Model Namespace Observable Path
    Picker Preview Published Rectangle Scene Section Settings Shape Slider Spacer Stack State StateObject Stepper Style
    Subscription Subject Publisher Subscriber Tab Table Text Toggle Token Toolbar Transaction Transition View Window
    """
)
"""Types of Swift, Foundation, Combine and SwiftUI: a second one of that name would be ambiguous in every view."""
