// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension AnswerFriend: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"action":"accept"}
        """##
}
