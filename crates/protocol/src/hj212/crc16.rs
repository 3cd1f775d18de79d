//! Check sums: the one the standard defines, and the Modbus one that many field units send instead.
//!
//! The standard's sum drops the low byte of the register before each input byte, so its state after any
//! byte is one of 256 values. Two consequences, both used here: an undetected random error has p ≈ 1/256
//! (treat a match as weak evidence), and the step is a linear map on one byte, so eight steps can be
//! looked up independently of each other and only their combination waits for the previous block.

/// Which check sum a frame carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CrcKind {
    /// HJ 212 appendix A, printed high byte first.
    Hj212,
    /// CRC-16/MODBUS, printed high byte first.
    Modbus,
    /// CRC-16/MODBUS, printed low byte first.
    ModbusSwapped,
}

impl CrcKind {
    /// The sum over a data segment as the number whose hex digits are printed.
    pub fn of(self, segment: &[u8]) -> u16 {
        match self {
            Self::Hj212 => hj212(segment),
            Self::Modbus => modbus(segment),
            Self::ModbusSwapped => modbus(segment).swap_bytes(),
        }
    }

    /// Which sum of the segment `given` is, the standard's first.
    pub fn detect(segment: &[u8], given: u16) -> Option<Self> {
        if hj212(segment) == given {
            return Some(Self::Hj212);
        }
        match modbus(segment) {
            sum if sum == given => Some(Self::Modbus),
            sum if sum.swap_bytes() == given => Some(Self::ModbusSwapped),
            _ => None,
        }
    }
}

/// The HJ 212 sum over the data segment (the bytes between length and CRC).
pub(super) fn hj212(segment: &[u8]) -> u16 {
    let Some((&last, head)) = segment.split_last() else {
        return 0xFFFF;
    };
    let blocks = head.chunks_exact(8);
    let tail = blocks.remainder();
    let mut high = 0xFF;
    for block in blocks {
        high = HIGH[7][usize::from(high ^ block[0])]
            ^ HIGH[6][usize::from(block[1])]
            ^ HIGH[5][usize::from(block[2])]
            ^ HIGH[4][usize::from(block[3])]
            ^ HIGH[3][usize::from(block[4])]
            ^ HIGH[2][usize::from(block[5])]
            ^ HIGH[1][usize::from(block[6])]
            ^ HIGH[0][usize::from(block[7])];
    }
    for byte in tail {
        high = HIGH[0][usize::from(high ^ byte)];
    }
    TABLE[usize::from(high ^ last)]
}

/// CRC-16/MODBUS over the data segment.
pub(super) fn modbus(segment: &[u8]) -> u16 {
    segment.iter().fold(0xFFFF, |crc: u16, byte| {
        let [high, low] = crc.to_be_bytes();
        u16::from(high) ^ TABLE[usize::from(low ^ byte)]
    })
}

/// Eight shifts of one byte through the polynomial 0xA001.
pub(super) const TABLE: [u16; 256] = {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let mut crc = index as u16;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xA001 } else { crc >> 1 };
            bit += 1;
        }
        table[index] = crc;
        index += 1;
    }
    table
};

/// `HIGH[n][b]`: the high byte of the register `n + 1` steps after `b` went in, all later bytes being zero.
static HIGH: [[u8; 256]; 8] = {
    let mut high = [[0; 256]; 8];
    let mut index = 0;
    while index < 256 {
        high[0][index] = (TABLE[index] >> 8) as u8;
        let mut step = 1;
        while step < 8 {
            high[step][index] = (TABLE[high[step - 1][index] as usize] >> 8) as u8;
            step += 1;
        }
        index += 1;
    }
    high
};

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The procedure as the standard prints it.
    fn as_printed(segment: &[u8]) -> u16 {
        let mut crc = 0xFFFF_u16;
        for byte in segment {
            crc = (crc >> 8) ^ u16::from(*byte);
            for _ in 0..8 {
                let low = crc & 1;
                crc >>= 1;
                if low == 1 {
                    crc ^= 0xA001;
                }
            }
        }
        crc
    }

    #[test]
    fn the_standards_own_example() {
        let segment = b"QN=20160801085857223;ST=32;CN=1062;PW=100000;\
            MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&";
        assert_eq!(hj212(segment), 0x1C80);
        assert_eq!(modbus(segment), 0x0759);
    }

    #[test]
    fn modbus_check_value() {
        assert_eq!(modbus(b"123456789"), 0x4B37);
        assert_eq!(CrcKind::ModbusSwapped.of(b"123456789"), 0x374B);
    }

    proptest! {
        #[test]
        fn table_form_equals_the_printed_procedure(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            prop_assert_eq!(hj212(&bytes), as_printed(&bytes));
        }
    }
}
