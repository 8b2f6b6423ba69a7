// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension UserStats: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"cities":1,"countries":1,"friends":1,"received":1,"sent":1,"unread":1}
        """##
}
