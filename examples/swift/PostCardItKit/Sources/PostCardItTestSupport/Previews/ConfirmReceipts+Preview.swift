// Generated from PostCardIt 1, contract 5b7bb250daf9ad72. Do not edit.

import PostCardItAPI

extension ConfirmReceipts: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"delivered":["01a20490-b391-77bf-841b-d19a1e6a5a20"],"read":["01a20490-b391-77bf-841b-d19a1e6a5a20"]}
        """##
}
