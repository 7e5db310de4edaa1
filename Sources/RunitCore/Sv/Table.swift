/// Rows of cells, printed in columns that are as wide as they need to be.
package struct Table: Sendable {
  package enum Colour: UInt8, Sendable {
    case red = 31
    case green = 32
    case yellow = 33
  }

  package struct Cell: Sendable {
    /// UTF-8; what is none, or moves the cursor, is shown as a question mark.
    package var text: [UInt8]
    package var colour: Colour?

    package init(_ text: [UInt8], _ colour: Colour? = nil) {
      self.text = text
      self.colour = colour
    }

    package init(_ text: Literal, _ colour: Colour? = nil) {
      var collector = ByteCollector()
      collector.append(text)
      self.init(collector.bytes, colour)
    }

    /// Appends the text, at most so many characters of it.
    package func write<Sink: TextSink & ~Copyable>(to sink: inout Sink, atMost limit: Int = .max, inColour: Bool) {
      guard inColour, let colour else { return sink.append(printable: text.span, atMost: limit) }
      sink.append("\u{1b}[")
      sink.append(decimal: UInt64(colour.rawValue))
      sink.append("m")
      sink.append(printable: text.span, atMost: limit)
      sink.append("\u{1b}[m")
    }
  }

  /// Puts so many blanks between columns.
  private static var gap: Int { 2 }

  private var rows: [[Cell]] = []

  package init() {}

  package mutating func append(_ row: [Cell]) { rows.append(row) }

  /// Prints the rows, with colours if asked to, and no wider or longer than `width` and `height` if these are given.
  package func write<Sink: TextSink & ~Copyable>(
    to sink: inout Sink, width: Int? = nil, height: Int? = nil, inColour: Bool = false, lineEnd: Literal = "\n"
  ) {
    let widths = columnWidths
    for row in rows.prefix(max(0, height ?? rows.count)) {
      var line = Line(room: width ?? .max)
      for (column, cell) in row.enumerated() {
        let isLast = column == row.count - 1
        let used = line.write(cell, inColour: inColour, to: &sink)
        if !isLast { line.pad(widths[column] - used + Self.gap) }
      }
      sink.append(lineEnd)
    }
  }

  private var columnWidths: [Int] {
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], cell.text.span.displayWidth)
      }
    }
    return widths
  }

  /// One line on its way to the right.
  private struct Line {
    var room: Int
    /// Blanks that are owed: none are printed at the end of a line.
    var blanks = 0

    init(room: Int) { self.room = room }

    mutating func pad(_ count: Int) { blanks += count }

    /// Returns how wide the cell was, whether or not there was room for all of it.
    @inline(never)
    mutating func write<Sink: TextSink & ~Copyable>(_ cell: Cell, inColour: Bool, to sink: inout Sink) -> Int {
      let width = cell.text.span.displayWidth
      guard width > 0 else { return 0 }
      for _ in 0..<min(blanks, room) { sink.append(UInt8(ascii: " ")) }
      room -= min(blanks, room)
      blanks = 0
      cell.write(to: &sink, atMost: room, inColour: inColour && room > 0)
      room -= min(width, room)
      return width
    }
  }
}

extension Span<UInt8> {
  /// The number of characters, each of which is taken to fill one place of a terminal.
  @inline(never)
  var displayWidth: Int {
    var width = 0
    var index = 0
    while index < count {
      index += Swift.max(1, scalarLength(at: index))
      width += 1
    }
    return width
  }
}

extension TextSink where Self: ~Copyable {
  /// Appends text for a terminal: at most so many characters, and a question mark for each that is not text. Tabs are none,
  /// unless they are kept.
  @inline(never)
  package mutating func append(printable bytes: Span<UInt8>, atMost limit: Int = .max, keepsTabs: Bool = false) {
    var width = 0
    var index = 0
    while index < bytes.count, width < limit {
      let length = bytes.scalarLength(at: index)
      let isTab = keepsTabs && bytes[index] == UInt8(ascii: "\t")
      if isTab || length > 0 && !bytes.isControl(at: index) {
        append(bytes.extracting(index..<(index + length)))
      } else {
        append(UInt8(ascii: "?"))
      }
      index += Swift.max(1, length)
      width += 1
    }
  }
}

/// Text on the heap, for programs that may use it.
package struct ByteCollector: TextSink, Sendable {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  @inline(never)
  package mutating func append(_ byte: UInt8) { bytes.append(byte) }
}
