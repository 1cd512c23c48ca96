"""Numbers that are not printed in plain digits: 二〇二五年, ２０２５, 百分之九十五, 一百二十家."""
