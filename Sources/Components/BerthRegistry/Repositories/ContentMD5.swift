import Crypto

/// The MD5 of small content, which S3 lists as the entity tag of an object that was put in one piece; proves nothing.
enum ContentMD5 {
    static func hexadecimal(_ text: String) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let hash = Insecure.MD5.hash(data: Array(text.utf8))
        return String(decoding: hash.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
