#if canImport(BackgroundTasks)
import BackgroundTasks
import Foundation
import PostCardItUI

/// The refresh that the system grants from time to time: one sync for each wake, and nothing in between.
enum Background {
    static let identifier = "com.example.postcardit.refresh"

    /// Call it before the app has finished launching.
    static func register(_ wakes: WakeSync) {
        _ = BGTaskScheduler.shared.register(forTaskWithIdentifier: identifier, using: .main) { task in
            MainActor.assumeIsolated { run(task, wakes) }
        }
    }

    /// Asks for the next one, a quarter of an hour from now or later.
    static func schedule() {
        let request = BGAppRefreshTaskRequest(identifier: identifier)
        request.earliestBeginDate = Date(timeIntervalSinceNow: 15 * 60)
        try? BGTaskScheduler.shared.submit(request)
    }

    private static func run(_ task: BGTask, _ wakes: WakeSync) {
        schedule()
        let work = Task {
            await wakes.wake()
            let isDone = (try? await wakes.sync(SyncManners(.background))) ?? false
            task.setTaskCompleted(success: isDone)
        }
        task.expirationHandler = { work.cancel() }
    }
}
#endif
