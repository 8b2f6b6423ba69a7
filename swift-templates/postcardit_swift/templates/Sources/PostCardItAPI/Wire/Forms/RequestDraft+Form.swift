extension RequestDraft {
    /// Sends a form; nothing for nil.
    mutating func send(form value: (some FormEncodable)?, isMultipart: Bool) throws(PostCardItError) {
        guard let value else { return }
        var form = FormBody()
        do {
            try value.write(to: &form)
        } catch {
            throw .unwritable(error, operation: operation)
        }
        if isMultipart {
            let boundary = SystemRandomSource().uuid()
            body = form.multipart(boundary: boundary)
            headers["Content-Type"] = "multipart/form-data; boundary=\(boundary)"
        } else {
            body = form.urlEncoded()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        }
    }
}
