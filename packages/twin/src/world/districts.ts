type Spot = readonly [name: string, latitude: number, longitude: number];

/**
 * Centres of well-known districts, rounded to about a kilometre; from general knowledge, for names on screens and
 * a believable spread of stores. Cities that are not listed get quarters around their centre.
 */
const districts: Readonly<Record<string, readonly Spot[]>> = {
  Shanghai: [
    ['Xuhui', 31.19, 121.44],
    ["Jing'an", 31.23, 121.45],
    ['Pudong Lujiazui', 31.24, 121.5],
    ['Minhang', 31.11, 121.38],
    ['Yangpu', 31.27, 121.53],
    ['Changning', 31.22, 121.42],
    ['Putuo', 31.25, 121.4],
    ['Hongkou', 31.26, 121.48],
    ['Baoshan', 31.4, 121.49],
    ['Songjiang', 31.03, 121.23],
    ['Jiading', 31.38, 121.27],
    ['Qingpu', 31.15, 121.12],
    ['Zhangjiang', 31.2, 121.59],
    ['Fengxian', 30.92, 121.47],
  ],
  Beijing: [
    ['Chaoyang', 39.92, 116.44],
    ['Haidian', 39.96, 116.3],
    ['Xicheng', 39.91, 116.37],
    ['Dongcheng', 39.93, 116.42],
    ['Fengtai', 39.86, 116.29],
    ['Tongzhou', 39.91, 116.66],
    ['Changping', 40.22, 116.23],
    ['Daxing', 39.73, 116.34],
    ['Wangjing', 39.99, 116.48],
    ['Shunyi', 40.13, 116.65],
  ],
  Guangzhou: [
    ['Tianhe', 23.13, 113.36],
    ['Yuexiu', 23.13, 113.27],
    ['Haizhu', 23.08, 113.32],
    ['Panyu', 22.94, 113.38],
    ['Baiyun', 23.16, 113.27],
    ['Liwan', 23.13, 113.24],
    ['Huangpu', 23.1, 113.46],
  ],
  Shenzhen: [
    ['Nanshan', 22.53, 113.93],
    ['Futian', 22.54, 114.05],
    ['Luohu', 22.55, 114.13],
    ["Bao'an", 22.56, 113.88],
    ['Longgang', 22.72, 114.25],
    ['Longhua', 22.68, 114.04],
  ],
  Wuhan: [
    ["Jiang'an", 30.61, 114.3],
    ['Wuchang', 30.55, 114.31],
    ['Hongshan', 30.5, 114.34],
    ['Hanyang', 30.55, 114.22],
    ['Jianghan', 30.6, 114.27],
    ['Optics Valley', 30.5, 114.41],
  ],
  Tianjin: [
    ['Heping', 39.12, 117.2],
    ['Nankai', 39.14, 117.15],
    ['Hexi', 39.11, 117.22],
    ['Binhai', 39.03, 117.65],
    ['Hebei', 39.15, 117.2],
    ['Xiqing', 39.14, 117.01],
  ],
  Chongqing: [
    ['Yuzhong', 29.55, 106.57],
    ['Jiangbei', 29.61, 106.57],
    ["Nan'an", 29.52, 106.56],
    ['Shapingba', 29.54, 106.46],
    ['Yubei', 29.72, 106.63],
    ['Jiulongpo', 29.5, 106.51],
  ],
  Chengdu: [
    ['Jinjiang', 30.66, 104.08],
    ['Wuhou', 30.64, 104.04],
    ['Qingyang', 30.67, 104.06],
    ['Chenghua', 30.66, 104.1],
    ['Tianfu', 30.54, 104.07],
    ['Jinniu', 30.69, 104.05],
  ],
  Hangzhou: [
    ['Xihu', 30.26, 120.13],
    ['Gongshu', 30.32, 120.14],
    ['Binjiang', 30.21, 120.21],
    ['Yuhang', 30.42, 120.3],
    ['Xiaoshan', 30.18, 120.26],
  ],
  Nanjing: [
    ['Xinjiekou', 32.04, 118.78],
    ['Gulou', 32.07, 118.77],
    ['Jianye', 32.0, 118.73],
    ['Jiangning', 31.95, 118.84],
    ['Qixia', 32.1, 118.91],
  ],
  "Xi'an": [
    ['Yanta', 34.21, 108.95],
    ['Beilin', 34.25, 108.95],
    ['Weiyang', 34.29, 108.95],
    ['Lianhu', 34.27, 108.94],
    ['High-tech Zone', 34.23, 108.88],
  ],
  Suzhou: [
    ['Gusu', 31.31, 120.62],
    ['Industrial Park', 31.32, 120.72],
    ['Wuzhong', 31.26, 120.63],
    ['New District', 31.3, 120.55],
  ],
};

const quarters: readonly Spot[] = [
  ['Centre', 0, 0],
  ['East', 0.01, 0.06],
  ['West', -0.01, -0.06],
  ['South', -0.05, 0.01],
  ['North', 0.05, -0.01],
  ['Railway Station', 0.02, 0.03],
  ['University', -0.03, -0.04],
  ['New Town', 0.07, 0.07],
  ['Riverside', -0.02, 0.04],
  ['High-tech Zone', 0.04, -0.07],
];

/** A named place inside a city. */
export interface District {
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
}

/** The districts of a city in the order in which stores open there; at least ten or as many as are known. */
export function districtsOf(city: {
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
}): readonly District[] {
  const around = quarters.map(([name, north, east]) => ({
    name,
    latitude: city.latitude + north,
    longitude: city.longitude + east,
  }));
  const known = (districts[city.name] ?? []).map(([name, latitude, longitude]) => ({
    name,
    latitude,
    longitude,
  }));
  return [...known, ...around.filter(({ name }) => !known.some((one) => one.name === name))];
}
