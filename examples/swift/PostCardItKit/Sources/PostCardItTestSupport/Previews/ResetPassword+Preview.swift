// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension ResetPassword: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"code":"123456","email":"alice@example.com","newPassword":"battery staple"}
        """##
}
