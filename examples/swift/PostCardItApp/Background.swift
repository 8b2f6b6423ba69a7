import BackgroundTasks
import Foundation
import UIKit

/// What the system grants while nobody looks: a refresh from time to time, and an end for photos that are on their way.
enum Background {
    static let refresh = "com.example.postcardit.refresh"
    static let photos = "com.example.postcardit.photos"

    /// Asks for the next refresh, a quarter of an hour from now or later.
    static func schedule() {
        let request = BGAppRefreshTaskRequest(identifier: refresh)
        request.earliestBeginDate = Date(timeIntervalSinceNow: 15 * 60)
        try? BGTaskScheduler.shared.submit(request)  // a device whose user has switched this off has none
    }
}

/// Some time to go on after the app was left. When it is over the app sleeps, and what it waits for goes on with it.
final class BackgroundTime {
    private var identifier = UIBackgroundTaskIdentifier.invalid

    init(_ name: String) {
        identifier = UIApplication.shared.beginBackgroundTask(withName: name) { [weak self] in self?.end() }
    }

    func end() {
        guard identifier != .invalid else { return }
        UIApplication.shared.endBackgroundTask(identifier)
        identifier = .invalid
    }
}
