@_exported import CoreLocation
import SwiftUI

public struct MKCoordinateSpan: Sendable {
    public init(latitudeDelta: CLLocationDegrees, longitudeDelta: CLLocationDegrees) {}
}

public struct MKCoordinateRegion: Sendable {
    public init(center: CLLocationCoordinate2D, span: MKCoordinateSpan) {}
}

public struct MapMarker: View, MapAnnotationProtocol {
    public init(coordinate: CLLocationCoordinate2D, tint: Color? = nil) {}
    public typealias Body = Never
}

public protocol MapAnnotationProtocol {}

public struct MapAnnotation<Content: View>: MapAnnotationProtocol {
    public init(coordinate: CLLocationCoordinate2D, @ViewBuilder content: () -> Content) {}
}

/// The initialiser that iOS 16 has.
public struct Map: View {
    public init<Items: RandomAccessCollection, Annotation: MapAnnotationProtocol>(
        coordinateRegion: Binding<MKCoordinateRegion>, annotationItems: Items,
        annotationContent: @escaping (Items.Element) -> Annotation
    ) where Items.Element: Identifiable {}
    public typealias Body = Never
}
