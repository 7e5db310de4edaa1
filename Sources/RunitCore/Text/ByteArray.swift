/// Bytes that outlive where they come from, for programs with a heap.
extension [UInt8] {
  package init(copying bytes: Span<UInt8>) {
    self.init(capacity: bytes.count) { place in
      for index in bytes.indices { place.append(bytes[index]) }
    }
  }

  package mutating func append(copying bytes: Span<UInt8>) {
    for index in bytes.indices { append(bytes[index]) }
  }
}
