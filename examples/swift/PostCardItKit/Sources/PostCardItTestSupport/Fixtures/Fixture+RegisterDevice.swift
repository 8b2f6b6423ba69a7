// Generated from PostCardIt 1. Do not edit.

import Foundation
import PostCardItAPI

extension Fixture {
    /// A call of `POST /v1/users/me/devices` and its answer.
    public static let registerDevice = Fixture(.registerDevice, status: 204, "none") {
        _ = try await $0.response(to: APIRequest<Void>.registerDevice(sample(Device.previewJSON)))
    }
}
