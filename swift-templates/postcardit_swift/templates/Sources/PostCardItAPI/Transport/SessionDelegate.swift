import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// What URLSession tells, passed on to the exchange that it is about.
final class SessionDelegate: NSObject, URLSessionDataDelegate {
    let exchanges = Locked([Int: Exchange]())

    private func exchange(of task: URLSessionTask) -> Exchange? {
        exchanges.withLock { $0[task.taskIdentifier] }
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        if let response = response as? HTTPURLResponse {
            exchange(of: dataTask)?.begin(HTTPHead(response))
        }
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        exchange(of: dataTask)?.receive(data)
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, didSendBodyData bytesSent: Int64, totalBytesSent: Int64,
        totalBytesExpectedToSend: Int64
    ) {
        let progress = TransferProgress(sentBytes: totalBytesSent, totalBytes: totalBytesExpectedToSend)
        exchange(of: task)?.progress?(progress)
    }

    /// Only reads follow a redirect, and only on the same server: a body would be lost, and a token would go elsewhere.
    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        let from = task.originalRequest
        let isRead = from?.httpMethod == "GET" || from?.httpMethod == "HEAD"
        let isSameServer =
            from?.url?.scheme == request.url?.scheme && from?.url?.host == request.url?.host
            && from?.url?.port == request.url?.port
        completionHandler(isRead && isSameServer ? request : nil)
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        exchanges.withLock { $0.removeValue(forKey: task.taskIdentifier) }?.finish(error)
    }
}

extension HTTPHead {
    init(_ response: HTTPURLResponse) {
        var headers = HTTPHeaders()
        for (name, value) in response.allHeaderFields {
            if let name = name as? String, let value = value as? String { headers[name] = value }
        }
        self.init(status: response.statusCode, headers: headers)
    }
}
