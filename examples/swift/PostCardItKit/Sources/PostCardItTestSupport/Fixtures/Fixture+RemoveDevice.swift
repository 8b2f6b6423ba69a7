// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `DELETE /v1/users/me/devices` and its answer.
    public static let removeDevice = Fixture(.removeDevice, status: 204, "none") {
        _ = try await $0.response(to: APIRequest<Void>.removeDevice(sample(RemoveDevice.previewJSON)))
    }
}
