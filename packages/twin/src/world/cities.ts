/** A city in which the reference network sells. */
export interface City {
  readonly name: string;
  /** ISO 3166-2, e.g. `CN-SH`. */
  readonly subdivision: string;
  readonly latitude: number;
  readonly longitude: number;
  /** Main postcode of the city, six digits. */
  readonly postcode: string;
  /** How much it buys compared with the others: inhabitants in thousands. */
  readonly share: number;
}

type Row = readonly [
  name: string,
  province: string,
  latitude: number,
  longitude: number,
  postcode: string,
  inhabitantsThousands: number,
];

/**
 * 76 real cities. Places and inhabitants of the city proper: kevinroberts/city-timezones `cityMap.json` (from
 * simplemaps); postcodes: GeoNames (CC BY 4.0). Older counts, good enough as demand shares.
 */
const rows: readonly Row[] = [
  ['Shanghai', 'SH', 31.2165, 121.4365, '200000', 14798],
  ['Beijing', 'BJ', 39.9289, 116.3883, '100000', 9293],
  ['Guangzhou', 'GD', 23.145, 113.325, '510000', 5991],
  ['Shenzhen', 'GD', 22.5524, 114.1221, '518000', 4292],
  ['Wuhan', 'HB', 30.58, 114.27, '430000', 5714],
  ['Tianjin', 'TJ', 39.13, 117.2, '300000', 5473],
  ['Chongqing', 'CQ', 29.565, 106.595, '400000', 5214],
  ['Dongguan', 'GD', 23.0489, 113.7447, '523000', 4528],
  ['Shenyang', 'LN', 41.805, 123.45, '110000', 4150],
  ['Chengdu', 'SC', 30.67, 104.07, '610000', 4037],
  ["Xi'an", 'SN', 34.275, 108.895, '710000', 3617],
  ['Harbin', 'HL', 45.75, 126.65, '150000', 3425],
  ['Nanjing', 'JS', 32.05, 118.78, '210000', 3383],
  ['Changchun', 'JL', 43.865, 125.34, '130000', 2860],
  ['Taiyuan', 'SX', 37.875, 112.5451, '030000', 2818],
  ['Dalian', 'LN', 38.9228, 121.6298, '116000', 2601],
  ['Hangzhou', 'ZJ', 30.25, 120.17, '310000', 2443],
  ['Jinan', 'SD', 36.675, 116.995, '250000', 2434],
  ['Guiyang', 'GZ', 26.58, 106.72, '550000', 2417],
  ['Changsha', 'HN', 28.2, 112.97, '410000', 2339],
  ['Zhengzhou', 'HA', 34.755, 113.6651, '450000', 2325],
  ['Lanzhou', 'GS', 36.056, 103.792, '730000', 2283],
  ['Qingdao', 'SD', 36.09, 120.33, '266000', 2254],
  ['Shijiazhuang', 'HE', 38.05, 114.48, '050000', 2205],
  ['Nanchang', 'JX', 28.68, 115.88, '330000', 2111],
  ['Kunming', 'YN', 25.07, 102.68, '650000', 1977],
  ['Fuzhou', 'FJ', 26.08, 119.3, '350000', 1893],
  ['Zibo', 'SD', 36.8, 118.05, '255000', 1865],
  ['Urumqi', 'XJ', 43.805, 87.575, '830000', 1830],
  ['Tangshan', 'HE', 39.6243, 118.1944, '063000', 1738],
  ['Hefei', 'AH', 31.85, 117.28, '230000', 1712],
  ['Xuzhou', 'JS', 34.28, 117.18, '221000', 1645],
  ["Tai'an", 'SD', 36.2, 117.1201, '271000', 1629],
  ['Wenzhou', 'ZJ', 28.02, 120.6501, '325000', 1608],
  ['Haikou', 'HI', 20.05, 110.32, '570000', 1607],
  ['Luoyang', 'HA', 34.68, 112.4701, '471000', 1553],
  ['Xiamen', 'FJ', 24.45, 118.08, '361000', 1549],
  ['Suzhou', 'JS', 31.3005, 120.62, '215000', 1497],
  ['Handan', 'HE', 36.58, 114.48, '056000', 1495],
  ['Nanning', 'GX', 22.82, 108.32, '530000', 1485],
  ['Shantou', 'GD', 23.37, 116.67, '515000', 1467],
  ['Datong', 'SX', 40.08, 113.3, '037000', 1463],
  ['Liuzhou', 'GX', 24.28, 109.25, '545000', 1436],
  ['Wuxi', 'JS', 31.58, 120.3, '214000', 1429],
  ['Yantai', 'SD', 37.5304, 121.4, '264000', 1418],
  ['Ningbo', 'ZJ', 29.88, 121.55, '315000', 1321],
  ['Hohhot', 'NM', 40.82, 111.66, '010000', 1250],
  ['Baotou', 'NM', 40.6522, 109.822, '014000', 1230],
  ['Linyi', 'SD', 35.08, 118.33, '276000', 1176],
  ['Changzhou', 'JS', 31.78, 119.97, '213000', 1138],
  ['Zhuhai', 'GD', 22.2769, 113.5678, '519000', 1023],
  ['Zhanjiang', 'GD', 21.2, 110.38, '524000', 1114],
  ['Baoding', 'HE', 38.8704, 115.48, '071000', 1051],
  ['Weifang', 'SD', 36.7204, 119.1001, '261000', 974],
  ['Daqing', 'HL', 46.58, 125.0, '163000', 948],
  ['Mianyang', 'SC', 31.47, 104.77, '621000', 830],
  ['Quanzhou', 'FJ', 24.9, 118.58, '362000', 824],
  ['Guilin', 'GX', 25.28, 110.28, '541000', 818],
  ['Nantong', 'JS', 32.0304, 120.825, '226000', 807],
  ['Foshan', 'GD', 23.0301, 113.12, '528000', 785],
  ['Jiaxing', 'ZJ', 30.7704, 120.75, '314000', 727],
  ['Xining', 'QH', 36.62, 101.77, '810000', 908],
  ['Yinchuan', 'NX', 38.468, 106.273, '750000', 658],
  ['Zhenjiang', 'JS', 32.22, 119.43, '212000', 743],
  ['Yancheng', 'JS', 33.3856, 120.1253, '224000', 839],
  ['Yangzhou', 'JS', 32.4, 119.43, '225000', 540],
  ['Shaoxing', 'ZJ', 30.0004, 120.57, '312000', 599],
  ['Wuhu', 'AH', 31.3504, 118.37, '241000', 659],
  ['Huizhou', 'GD', 23.08, 114.4, '516000', 289],
  ['Yichang', 'HB', 30.7, 111.28, '443000', 676],
  ['Xiangyang', 'HB', 32.02, 112.13, '441000', 766],
  ['Anshan', 'LN', 41.115, 122.94, '114000', 1419],
  ['Zhuzhou', 'HN', 27.83, 113.15, '412000', 895],
  ['Ganzhou', 'JX', 25.92, 114.95, '341000', 1216],
  ['Zunyi', 'GZ', 27.7, 106.92, '563000', 658],
  ['Lhasa', 'XZ', 29.645, 91.1, '850000', 169],
];

/** The cities of the reference network, largest first. */
export const cities = (): readonly City[] =>
  rows.map(([name, province, latitude, longitude, postcode, share]) => ({
    name,
    subdivision: `CN-${province}`,
    latitude,
    longitude,
    postcode,
    share,
  }));
