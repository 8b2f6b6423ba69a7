// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension ConfirmReceipts: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"delivered":["01a20490-b391-77bf-841b-d19a1e6a5a20"],"read":["01a20490-b391-77bf-841b-d19a1e6a5a20"]}
        """##
}
