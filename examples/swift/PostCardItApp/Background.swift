import BackgroundTasks
import Foundation
import PostCardItUI

/// The refresh that the system grants from time to time: one sync for each wake, and nothing in between.
enum Background {
    static let identifier = "com.example.postcardit.refresh"

    /// Asks for the next one, a quarter of an hour from now or later.
    static func schedule() {
        let request = BGAppRefreshTaskRequest(identifier: identifier)
        request.earliestBeginDate = Date(timeIntervalSinceNow: 15 * 60)
        try? BGTaskScheduler.shared.submit(request)
    }

    /// What is done then.
    static func refresh(_ wakes: WakeSync) async {
        schedule()
        await wakes.wake()
        _ = try? await wakes.sync(SyncManners(.background))
    }
}
