// Generated from PostCardIt 1, contract f8acdbb594c5ca65. Do not edit.

import PostCardItAPI

extension FieldProblem: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"code":"123456","message":"Ciao from Venice!","pointer":"pointer"}
        """##
}
