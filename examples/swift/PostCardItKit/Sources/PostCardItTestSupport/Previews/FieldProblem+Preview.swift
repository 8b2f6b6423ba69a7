// Generated from PostCardIt 1. Do not edit.

import PostCardItAPI

extension FieldProblem: Previewed {
    /// An example as JSON.
    public static let previewJSON = ##"""
        {"code":"123456","message":"Ciao from Venice!","pointer":"pointer"}
        """##
}
