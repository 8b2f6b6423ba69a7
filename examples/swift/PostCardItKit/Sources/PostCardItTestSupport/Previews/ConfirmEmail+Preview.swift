// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension ConfirmEmail: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"code":"123456"}
        """##
}
