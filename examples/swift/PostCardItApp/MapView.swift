import MapKit
import PostCardItAPI
import PostCardItUI
import SwiftUI

/// Where the cards come from.
struct MapView: View {
    @ObservedObject var box: PostcardBoxModel
    @State private var region = MKCoordinateRegion(
        center: CLLocationCoordinate2D(latitude: 45, longitude: 10),
        span: MKCoordinateSpan(latitudeDelta: 60, longitudeDelta: 60))

    var body: some View {
        VStack(spacing: 0) {
            StateRow(state: box.state, isEmpty: pins.isEmpty, nothing: "No card says where it was written.") {
                await box.load()
            }
            Map(coordinateRegion: $region, annotationItems: pins) { pin in
                MapAnnotation(coordinate: pin.coordinate) {
                    Image(systemName: "mappin.circle.fill").foregroundColor(.accentColor).accessibilityLabel(pin.name)
                }
            }
        }
        .task { await box.load() }
    }

    private var pins: [Pin] { box.postcards.compactMap(Pin.init) }
}

/// A card that says where it was written.
struct Pin: Identifiable {
    let id: String
    let coordinate: CLLocationCoordinate2D
    /// From whom, and from where.
    let name: String

    init?(_ card: Postcard) {
        guard let latitude = card.location?.latitude, let longitude = card.location?.longitude else { return nil }
        (id, coordinate) = (card.id, CLLocationCoordinate2D(latitude: latitude, longitude: longitude))
        name = [card.senderName, card.location?.city].compactMap { $0 }.joined(separator: ", ")
    }
}
